/** Gain, 0 to 1: just loud enough to notice in a quiet room. */
const LOUDNESS = 0.05;
/** Length of a tone, and interval between tones, in seconds. */
const LASTS = 0.12;
const STEP = 0.15;

/** Tones in hertz: rising when something needs the person, falling when something has finished. */
const SOUNDS = {
  bell: [660],
  'needs-you': [587, 880],
  finished: [659, 440],
} as const;

export type Sound = keyof typeof SOUNDS;

let audio: AudioContext | null = null;

/**
 * Plays a short series of tones. Silent before the first click on the page, because browsers forbid sound until then.
 */
export function sound(which: Sound): void {
  if (!navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  for (const [index, pitch] of SOUNDS[which].entries()) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = LOUDNESS;
    tone.connect(volume).connect(destination);
    tone.start(currentTime + index * STEP);
    tone.stop(currentTime + index * STEP + LASTS);
  }
}
