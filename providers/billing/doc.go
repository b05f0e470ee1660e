// Package billing reads bills: it finds a bill's files and hands them to the engine that
// reads them.
package billing
