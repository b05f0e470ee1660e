package tree

import (
	"math"
	"strconv"
)

// Kind is what a value is.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Text
	Number
	Bool
	List
	Map
)

// String names the kind as a message does.
func (k Kind) String() string {
	return [...]string{"nothing", "text", "a number", "true or false", "a list", "a mapping"}[k]
}

// Value is one value of a document.
type Value struct {
	Kind Kind
	// Line is where it stands, from 1.
	Line int
	// Tag is one that is not YAML's own, as in "!vault"; empty for most.
	Tag string
	// Text is what a text, a number, or true or false is written as.
	Text string
	// Items are those of a list.
	Items []*Value
	// Members are those of a mapping, in the order they were written.
	Members []Member
}

// Member is one entry of a mapping.
type Member struct {
	Key   string
	Line  int
	Value *Value
}

// Get returns a member of a mapping, nil where there is none; of nil as well, so that
// a path can be followed without asking at each step.
func (v *Value) Get(path ...string) *Value {
	for _, key := range path {
		if v == nil {
			return nil
		}
		var next *Value
		for i := range v.Members {
			if v.Members[i].Key == key {
				next = v.Members[i].Value
			}
		}
		v = next
	}
	return v
}

// Scalar is the text of a text, a number, or true or false, and "" for the rest.
func (v *Value) Scalar() string {
	if v == nil {
		return ""
	}
	return v.Text
}

// Int is a whole number; ok is false for everything else.
func (v *Value) Int() (n int64, ok bool) {
	if v == nil || v.Kind != Number {
		return 0, false
	}
	if n, err := strconv.ParseInt(v.Text, 0, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(v.Text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}
