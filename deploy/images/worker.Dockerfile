# A worker on the CPU. Build from the checkout's root:
#   docker build -f deploy/images/worker.Dockerfile -t diffsr/worker .
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -pl worker/service -am package

FROM eclipse-temurin:21-jre
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /app --no-create-home diffsr
WORKDIR /app
COPY --from=build --chown=root:root /build/worker/service/target/quarkus-app/ ./
COPY --chown=root:root deploy/models /models
USER 10001:10001
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    DIFFSR_WORKER_MODELS=/models \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseParallelGC -XX:MaxNewSize=256m"
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8081/q/health/ready"]
# Exec form: SIGTERM must reach Java, which then gives the running job back to the queue.
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
