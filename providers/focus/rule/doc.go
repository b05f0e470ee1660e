// Package rule checks rows of FOCUS by the rules that the specification publishes.
package rule
