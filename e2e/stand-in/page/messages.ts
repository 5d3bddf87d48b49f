/** What the preload's half of the stand-in and the main process tell each other. Binary travels as base64. */

export type Data = { readonly text: string } | { readonly base64: string };

export type ToMain =
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown[] }
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly args: unknown[];
    }
  | { readonly kind: 'port'; readonly id: number; readonly data: Data | null }
  | { readonly kind: 'preload-error'; readonly message: string; readonly stack: string }
  | { readonly kind: 'context-menu'; readonly params: ContextParams }
  | { readonly kind: 'key'; readonly key: Key };

export type ToPage =
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly ports: readonly number[];
    }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly error: string }
  | { readonly kind: 'port'; readonly id: number; readonly data: Data | null }
  | { readonly kind: 'dropped'; readonly paths: Readonly<Record<string, string>> };

/** A key that the page left alone. */
export interface Key {
  readonly type: 'keyDown' | 'keyUp';
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly isAutoRepeat: boolean;
}

/** The part of Electron's parameters of a context menu that a page can tell. */
export interface ContextParams {
  readonly x: number;
  readonly y: number;
  readonly linkURL: string;
  readonly linkText: string;
  readonly pageURL: string;
  readonly selectionText: string;
  readonly isEditable: boolean;
  readonly formControlType: 'none' | 'input-text' | 'text-area';
  readonly canUndo: boolean;
}
