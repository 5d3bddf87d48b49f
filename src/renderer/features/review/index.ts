export { Reviewer } from './Reviewer.tsx';
