package dev.meso.store.port;

/**
 * A key with its value. Values are text: ours are JSON, and bytes of others that are no UTF-8 come
 * with replacement characters, which no decoder of ours accepts.
 *
 * @param createRevision when the key was created last
 * @param modRevision when the value was written
 * @param lease that the key is bound to; 0 for none
 */
public record Entry(String key, String value, long createRevision, long modRevision, long lease) {}
