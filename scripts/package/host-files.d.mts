import type { Plugin } from 'vite';

export function hostFiles(): Plugin;
