package spec

// longestKey is how long the key of a map may be: as long as the longest name
// in Kubernetes.
const longestKey = 253

func listForm(item form) form {
	return func(l literal) (any, error) {
		if l.is != list {
			return nil, wrong(l, `This must be a list, as in ["a", "b"]; it is %s.`, l.is)
		}
		out := make([]string, 0, len(l.items))
		seen := make(map[string]bool, len(l.items))
		var bad mistakes
		for _, i := range l.items {
			v, err := item(i)
			switch s, _ := v.(string); {
			case bad.full():
				return nil, bad
			case err != nil:
				bad = append(bad, err)
			case seen[s]:
				bad = append(bad, wrong(i, "%q is in the list twice.", shorten(s)))
			default:
				seen[s] = true
				out = append(out, s)
			}
		}
		return out, bad.orNil()
	}
}

// oneOrMany reads "a" as the list of "a".
func oneOrMany(item form) form {
	many := listForm(item)
	return func(l literal) (any, error) {
		if l.is == text {
			l = literal{is: list, items: []literal{l}, at: l.at}
		}
		return many(l)
	}
}

// textOrMap reads "a" as the map from "" to "a".
func textOrMap(l literal) (any, error) {
	if l.is != text {
		return mapForm(readWords, collect[string])(l)
	}
	v, err := readWords(l)
	if err != nil {
		return nil, err
	}
	return map[string]string{"": v.(string)}, nil
}

// mapForm reads a map whose values have one form; put makes the typed map.
func mapForm(item form, put func(keys []string, values []any) any) form {
	return func(l literal) (any, error) {
		if l.is != object {
			return nil, wrong(l, "This must be a map, as in { a = …, b = … }; it is %s.", l.is)
		}
		keys := make([]string, 0, len(l.keys))
		values := make([]any, 0, len(l.keys))
		seen := make(map[string]bool, len(l.keys))
		var bad mistakes
		for i, k := range l.keys {
			v, err := item(l.items[i])
			switch why := badKey(k); {
			case bad.full():
				return nil, bad
			case why != "":
				bad = append(bad, wrong(k, "%s", why))
			case seen[k.text]:
				bad = append(bad, wrong(k, "The key %q stands twice.", shorten(k.text)))
			case err != nil:
				bad = append(bad, err)
			default:
				seen[k.text] = true
				keys, values = append(keys, k.text), append(values, v)
			}
		}
		return put(keys, values), bad.orNil()
	}
}

// badKey says what is wrong with the key of a map, or "".
func badKey(k literal) string {
	if k.is != text {
		return "A key must be a word, or text in quotes; it is " + k.is.String() + "."
	}
	return badForeignName(k.text)
}

func collect[T any](keys []string, values []any) any {
	out := make(map[string]T, len(keys))
	for i, k := range keys {
		out[k] = values[i].(T)
	}
	return out
}

func readAmounts(l literal) (any, error) {
	if l.is != object {
		return nil, wrong(l, `This must be amounts, as in { cpu = "2", memory = "8Gi" }; it is %s.`, l.is)
	}
	var a Amounts
	var bad mistakes
	seen := map[string]bool{}
	for i, k := range l.keys {
		if bad.full() {
			return nil, bad
		}
		to, read := &a.CPU, form(coresForm)
		switch k.text {
		case "cpu":
		case "memory":
			to, read = &a.Memory, bytesForm
		default:
			bad = append(bad, wrong(k, `Only cpu and memory are known here, as in { cpu = "2", memory = "8Gi" }.`))
			continue
		}
		if v, err := read(l.items[i]); err != nil {
			bad = append(bad, err)
		} else if seen[k.text] {
			bad = append(bad, wrong(k, "The key %q stands twice.", k.text))
		} else {
			*to = v.(float64)
		}
		seen[k.text] = true
	}
	return a, bad.orNil()
}

// mostPercents is how many shares a list may have: nobody waits for more.
const mostPercents = 100

// readPercents reads shares that rise to all, as in [10, 50, 100].
func readPercents(l literal) (any, error) {
	if l.is != list {
		return nil, wrong(l, "This must be a list of percents, as in [10, 50, 100]; it is %s.", l.is)
	}
	if len(l.items) > mostPercents {
		return nil, wrong(l, "The list has %d shares; it may have %d.", len(l.items), mostPercents)
	}
	out := make([]float64, 0, len(l.items))
	var bad mistakes
	for _, i := range l.items {
		v, err := readCount(i)
		n, _ := v.(float64)
		switch {
		case err != nil:
			bad = append(bad, err)
		case n < 1 || n > 100:
			bad = append(bad, wrong(i, "A share is a whole number from 1 to 100."))
		case len(out) > 0 && n <= out[len(out)-1]:
			bad = append(bad, wrong(i, "The shares must rise: %g comes after %g.", n, out[len(out)-1]))
		default:
			out = append(out, n)
		}
	}
	if len(bad) == 0 && (len(out) == 0 || out[len(out)-1] != 100) {
		bad = append(bad, wrong(l, "The last share must be 100, as in [10, 50, 100]: all callers are sent in the end."))
	}
	return out, bad.orNil()
}
