export { desktopShell, onShellEvent } from './desktop.ts';
export { type Trouble, troubleOf } from './failure.ts';
export { type Api, connect, type Link } from './link.ts';
export { type Notice, type NoticePort, noticePort } from './notices.ts';
export { LinkProvider, useLink, useLinkStatus, useStream } from './react.tsx';
export type { Wire } from './wire.ts';
