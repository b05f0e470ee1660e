package reimport

// three are the same body on the three sides, in a file of the folder.
type three struct {
	m                 *merging
	file              string
	path              string
	last, hand, fresh *body
	edits             *edits
}

// merge takes over what is new, and tells what is not.
func (t *three) merge() {
	for _, f := range t.fresh.items {
		t.one(t.last.find(f.key), t.hand.find(f.key), f)
	}
	for _, h := range t.hand.items {
		if t.fresh.find(h.key) == nil {
			if l := t.last.find(h.key); l != nil {
				t.gone(l, h)
			}
		}
	}
}

// one merges one item that the new import has.
func (t *three) one(last, hand, fresh *item) {
	switch {
	case hand == nil && last == nil:
		t.edits.insert(t.hand, fresh, t.fresh)
		t.tell(Added, last, hand, fresh)
	case hand == nil:
		if !same(last, fresh) {
			t.tell(Conflict, last, hand, fresh)
		}
	case fresh.inner != nil:
		t.comments(last, hand, fresh)
		inner := *t
		inner.path, inner.hand, inner.fresh, inner.last = t.at(fresh), hand.inner, fresh.inner, nil
		if last != nil {
			inner.last = last.inner
		}
		inner.merge()
	case same(hand, fresh):
		t.comments(last, hand, fresh)
	case last != nil && same(last, hand):
		t.edits.setValue(hand, fresh)
		t.comments(last, hand, fresh)
		t.tell(Taken, last, hand, fresh)
	case last == nil || !same(last, fresh):
		t.tell(Conflict, last, hand, fresh)
	}
}

// comments takes over the new comment of an item whose old one no hand has changed.
func (t *three) comments(last, hand, fresh *item) {
	if last != nil && last.comment() == hand.comment() && hand.comment() != fresh.comment() {
		t.edits.setComment(hand, fresh)
	}
}

// gone is about an item that the source no longer has. A thing of its own, a service
// or a call, stays until it is pruned; what merely says something of a thing that is
// still there goes as any other change comes.
func (t *three) gone(last, hand *item) {
	switch path := t.at(hand); {
	case !untouched(last, hand):
		t.tell(Conflict, last, hand, nil)
	case hand.named && !t.m.prunes(path):
		t.m.gone[path] = true
		t.tell(Gone, last, hand, nil)
	case hand.named:
		t.edits.remove(t.hand, hand)
		t.tell(Pruned, last, hand, nil)
	default:
		t.edits.remove(t.hand, hand)
		t.tell(Taken, last, hand, nil)
	}
}

// at is the path of an item of this body.
func (t *three) at(i *item) string {
	if t.path == "" {
		return i.word
	}
	return t.path + " / " + i.word
}

func (t *three) tell(did Did, last, hand, fresh *item) {
	word := hand
	if word == nil {
		word = fresh
	}
	t.m.changes = append(t.m.changes, Change{
		Did: did, Path: t.at(word), File: t.file, Last: shown(last), Hand: shown(hand), Fresh: shown(fresh),
	})
}
