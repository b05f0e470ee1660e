// Package diag holds what berth tells a person about their input: a mistake or
// a warning, where it stands, and what to do about it.
//
// Every stage that reads something a person wrote returns a [List] beside its
// result. Stages collect: they never stop at the first mistake. The commands
// print a list with [WriteText], or hand it to a machine with [WriteJSON].
//
// The package never reads files. A writer that is to underline source is given
// the sources.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says whether a diagnostic stops the command.
type Severity uint8

// The severities. The zero value stops the command.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Pos is a place in a source file. Line and Column count from 1 and Column
// counts characters as a reader sees them; Byte counts from 0.
type Pos struct {
	Line, Column, Byte int
}

// Range is a stretch of a source file, End excluded. The zero Range means that
// a diagnostic belongs to no place.
type Range struct {
	File       string
	Start, End Pos
}

// String returns "file:line,column", safe to print.
func (r Range) String() string {
	if r.File == "" {
		return ""
	}
	if r.Start.Line == 0 {
		return cleanLine(r.File)
	}
	return fmt.Sprintf("%s:%d,%d", cleanLine(r.File), r.Start.Line, r.Start.Column)
}

// Diagnostic is one mistake or warning. Its words may quote a stranger's file:
// [List.Errorf] and [List.Warnf] clean them, and the writers do so again.
type Diagnostic struct {
	Severity Severity
	// Code is stable and can be looked up and counted, as in "BERTH-S012".
	Code string
	// Summary says what is wrong in a few words, without a full stop.
	Summary string
	// Detail says what is wrong with this value and what to do.
	Detail string
	// Subject is the stretch to underline.
	Subject Range
}

// Error returns the diagnostic on one line, so that it can stand as an error.
func (d Diagnostic) Error() string {
	words := cleanLine(d.Summary)
	if place := d.Subject.String(); place != "" {
		words = place + ": " + words
	}
	if d.Detail != "" {
		words += ": " + cleanLine(d.Detail)
	}
	return words
}

// List is the diagnostics of one run.
type List []Diagnostic

// Errorf adds an error. Characters that could steer a terminal become "?".
func (l *List) Errorf(code string, at Range, summary, format string, args ...any) {
	*l = append(*l, Diagnostic{Error, code, cleanLine(summary), Clean(fmt.Sprintf(format, args...)), at})
}

// Warnf adds a warning, cleaned as by [List.Errorf].
func (l *List) Warnf(code string, at Range, summary, format string, args ...any) {
	*l = append(*l, Diagnostic{Warning, code, cleanLine(summary), Clean(fmt.Sprintf(format, args...)), at})
}

// HasErrors tells whether the list holds an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count returns the number of errors and of warnings.
func (l List) Count() (errors, warnings int) {
	for _, d := range l {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Sort orders the list by place, then by words, and drops repeats, so that the
// order in which files were read never shows.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Subject.File, b.Subject.File),
			cmp.Compare(a.Subject.Start.Byte, b.Subject.Start.Byte),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Summary, b.Summary),
			cmp.Compare(a.Detail, b.Detail),
			cmp.Compare(a.Subject.End.Byte, b.Subject.End.Byte),
		)
	})
	*l = slices.Compact(*l)
}
