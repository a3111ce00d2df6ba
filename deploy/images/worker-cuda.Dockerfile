# A worker on an NVIDIA GPU. Build from the checkout's root, run with --gpus all:
#   docker build -f deploy/images/worker-cuda.Dockerfile -t diffsr/worker-cuda .
# ONNX Runtime's Java code is the same as on the CPU; only its native libraries differ, and they are
# taken out of the gpu jar and put beside the application.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -pl worker/service -am package \
    && version=$(mvn -B -q help:evaluate -Dexpression=onnxruntime.version -DforceStdout) \
    && mvn -B -q dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime_gpu:"$version" \
        -DoutputDirectory=/build/gpu -Dmdep.stripVersion=true \
    && mkdir /build/natives \
    && cd /build/natives \
    && jar --extract --file /build/gpu/onnxruntime_gpu.jar ai/onnxruntime/native/linux-x64

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl openjdk-21-jre-headless \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /app --no-create-home diffsr
WORKDIR /app
COPY --from=build --chown=root:root /build/worker/service/target/quarkus-app/ ./
COPY --from=build --chown=root:root /build/natives/ai/onnxruntime/native/linux-x64/ /natives/
COPY --chown=root:root deploy/models /models
USER 10001:10001
# cuda, not auto: a worker of this image without a GPU should say so instead of being slow.
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    DIFFSR_WORKER_MODELS=/models \
    DIFFSR_WORKER_EXECUTION_PROVIDER=cuda \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseParallelGC -XX:MaxNewSize=256m -Donnxruntime.native.path=/natives"
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=6 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8081/q/health/ready"]
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
