export { NoticeSettings } from './NoticeSettings.tsx';
export { useNotices } from './use-notices.ts';
