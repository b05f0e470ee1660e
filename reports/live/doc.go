// Package live draws how far a plan under way has come, as lines that a terminal
// shows in place of the lines before.
//
// The commands that carry plans out hand it each event and ask for lines as often as
// they draw; it has no clock and writes to nothing. Where no person looks, package
// reports writes the same events as lines of text or JSON.
//
// # Decisions
//
// Lines and a width, no framework for terminals: the view is one block that nobody
// types into, and a program that takes over the screen takes away what was on it.
package live
