package io.diffsr.model;

/**
 * A network that is loaded and ready: a model of diff-sr, or a method by itself.
 *
 * @param name folder name in the model repository
 * @param digest of its weights, in hex
 * @param memory that it adds to a run
 */
public record RunnableNetwork(String name, String digest, NetworkMemory memory) {}
