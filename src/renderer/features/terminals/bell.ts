/** Hertz, seconds and loudness of a bell that is meant to be noticed in a quiet room only. */
const PITCH = 660;
const LASTS = 0.12;
const LOUDNESS = 0.05;

let audio: AudioContext | null = null;

/** A short tone; nothing where the browser lets no page sound before it was clicked. */
export function soundBell(): void {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = PITCH;
  volume.gain.value = LOUDNESS;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + LASTS);
}
