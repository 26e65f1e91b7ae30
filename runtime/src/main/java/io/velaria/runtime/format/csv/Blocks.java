package io.velaria.runtime.format.csv;

/** Takes files apart into blocks, in order. Used by one thread at a time. */
interface Blocks extends AutoCloseable {
    /**
     * The next block, or null at the end.
     *
     * @param spare bytes of an earlier block that nobody needs any more, or null
     */
    Block next(byte[] spare);

    @Override
    void close();
}
