/** A two-way message channel to the main process: text for calls, binary for terminals. */
export interface Wire {
  sendText(text: string): void;
  sendBytes(bytes: Uint8Array): void;
  onText(listener: (text: string) => void): void;
  onBytes(listener: (bytes: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Opens one of the two planes. Rejects when the main process cannot be reached. */
export type Dial = (plane: 'control' | 'terminals') => Promise<Wire>;
