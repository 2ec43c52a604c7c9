/** The package's smaller build, without subtitles, DRM and other sound tracks; its types are those of the whole. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
