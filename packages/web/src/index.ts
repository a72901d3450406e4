/**
 * Door "@howdah/web": the console.
 */

export {}
