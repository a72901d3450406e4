// Niceties for pages that work without this file. See its description in the head of howdah.css.
