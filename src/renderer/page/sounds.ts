/** Loud enough to be noticed in a quiet room only. */
const LOUDNESS = 0.05;
/** Seconds of one tone, and from one to the next. */
const LASTS = 0.12;
const STEP = 0.15;

/** Tones in hertz: what asks rises, what is over falls. */
const SOUNDS = {
  bell: [660],
  'needs-you': [587, 880],
  finished: [659, 440],
} as const;

export type Sound = keyof typeof SOUNDS;

let audio: AudioContext | null = null;

/** A few short tones; nothing where the browser lets no page sound before it was clicked. */
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
