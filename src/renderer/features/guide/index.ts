export { GuideStrip } from './GuideStrip.tsx';
