// Package tree reads the YAML of other programs as values with their lines: Score
// files, inventories, values of charts. Importers use it where they must say on which
// line something stands that they do not take.
//
// It counts and bounds a text before a parser takes memory for it, by the limits of
// package manifest; follows aliases and merges; refuses a key that is said twice; and
// keeps tags that are not YAML's own, as Ansible's !vault. It never reads a file.
package tree
