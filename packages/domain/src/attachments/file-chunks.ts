/** A file of `size` bytes in chunks of `chunkBytes`, of which only the last may be shorter. */
export interface ChunkedFile { readonly size: number; readonly chunkBytes: number }

export const chunkCount = ({ size, chunkBytes }: ChunkedFile): number => Math.ceil(size / chunkBytes);
/** Bytes of the chunk with this number, from 0; 0 for one that the file does not have. */
export const chunkSize = ({ size, chunkBytes }: ChunkedFile, number: number): number => Math.max(0, Math.min(chunkBytes, size - number * chunkBytes));
