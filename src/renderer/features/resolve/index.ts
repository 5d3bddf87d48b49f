export { Resolver } from './Resolver.tsx';
