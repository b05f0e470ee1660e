package reach

// world is what is assumed of values, by their names: the last assumption on top of
// those before. Nil assumes nothing. A world is never changed.
type world struct {
	before *world
	about  subject
	// One of these holds, by the kind of about.
	truth bool
	span  span
	texts texts
	order order
}

// subject is what an assumption is about: a value, or two of which one is before the
// other in the order of their names.
type subject struct {
	kind        kind
	name, other string
}

type kind uint8

const (
	isTrue kind = iota
	isNumber
	isText
	isOrder
)

// find returns the assumption on a subject, nil where there is none.
func (w *world) find(about subject) *world {
	for ; w != nil; w = w.before {
		if w.about == about {
			return w
		}
	}
	return nil
}

// assume adds that something is true, or false; false where it is known to be otherwise.
func (w *world) assume(name string, truth bool) (*world, bool) {
	about := subject{kind: isTrue, name: name}
	if known := w.find(about); known != nil {
		return w, known.truth == truth
	}
	return &world{before: w, about: about, truth: truth}, true
}

// within adds that a number lies in a span; false where it cannot.
func (w *world) within(name string, s span) (*world, bool) {
	about := subject{kind: isNumber, name: name}
	if known := w.find(about); known != nil {
		s = s.and(known.span)
	}
	return &world{before: w, about: about, span: s}, !s.empty()
}

// among adds which texts a text can be; false where none is left.
func (w *world) among(name string, t texts) (*world, bool) {
	about := subject{kind: isText, name: name}
	if known := w.find(about); known != nil {
		t = t.and(known.texts)
	}
	return &world{before: w, about: about, texts: t}, !t.empty()
}

// order is how two values may stand to each other: a set of less, equal and more.
type order uint8

const (
	less order = 1 << iota
	equal
	more
	anyhow = less | equal | more
)

// turned is the order with the two values the other way round.
func (o order) turned() order {
	t := o & equal
	if o&less != 0 {
		t |= more
	}
	if o&more != 0 {
		t |= less
	}
	return t
}

// ordered adds how one value stands to another, and returns what is left of the order;
// 0 where that is nothing.
func (w *world) ordered(a, b string, o order) (*world, order) {
	about, swapped := subject{kind: isOrder, name: a, other: b}, false
	if b < a {
		about, swapped = subject{kind: isOrder, name: b, other: a}, true
		o = o.turned()
	}
	if a == b {
		o &= equal
	}
	if known := w.find(about); known != nil {
		o &= known.order
	}
	w = &world{before: w, about: about, order: o}
	if swapped {
		o = o.turned()
	}
	return w, o
}
