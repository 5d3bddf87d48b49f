export { type Trouble, troubleOf } from './failure.ts';
export { type Api, connect, createLink, type Link, type LinkStatus } from './link.ts';
export { LinkProvider, useLink, useLinkStatus, useStream } from './react.tsx';
export type { Dial, Wire } from './wire.ts';
