// Package archive keeps monthly reports: one file a month, whose bytes are its digest's,
// so that the same month prints the same next year.
package archive
