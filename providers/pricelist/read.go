package pricelist

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Read reads a price list. The error is an [Invalid] where the file holds
// mistakes: all of them up to the limit, and then there is no list, because a
// list of which a part is wrong is not to be priced from.
//
// Keys that are not known are passed over, so that a newer list with more in it
// can still be read; the report names the large ones.
func Read(in io.Reader, o ReadOptions) (*List, Report, error) {
	src, err := load(in, o)
	if err == nil {
		err = refuse(src, o)
	}
	if err != nil {
		return nil, Report{}, fmt.Errorf("%s: %w", o.File, err)
	}
	root, err := parse(src)
	if err != nil {
		return nil, Report{}, fmt.Errorf("%s: %w", o.File, err)
	}
	r := &reader{options: o, src: src}
	if err := r.check(root, 0); err != nil || len(r.problems) > 0 {
		return nil, Report{}, r.err()
	}
	list := &List{}
	r.about(root, list)
	list.Regions = r.regions(r.at(root, "region"))
	list.Machines = r.machines(r.at(root, "compute", "instance"))
	list.Egress = r.egress(r.at(root, "compute", "network", "traffic", "egress", "internet"))
	list.Disks = r.disks(r.at(root, "compute", "storage"))
	if len(r.problems) == 0 && (len(list.Regions) == 0 || len(list.Machines) == 0) {
		r.errorf(root, "No price list", "The file has no %q or no %q: it is not a list of the Cyclenerd cost calculator.", "region", "compute.instance")
	}
	if len(r.problems) > 0 {
		return nil, Report{}, r.err()
	}
	report := survey(list, r.zeros)
	report.Bytes = len(src)
	report.Traps = append(report.Traps, r.notTaken(root)...)
	return list, report, nil
}

// parse returns the root of the one document of a file.
func parse(src []byte) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(src))
	var doc, further yaml.Node
	if err := d.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	} else if err != nil {
		return nil, err
	}
	if err := d.Decode(&further); err == nil {
		return nil, fmt.Errorf("line %d: a second document begins; a price list is one", further.Line)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return doc.Content[0], nil
}

// about reads where the list is from and when it was made.
func (r *reader) about(root *yaml.Node, list *List) {
	list.URL = r.text(r.at(root, "about", "url"), "about.url")
	for line := range strings.Lines(r.text(r.at(root, "about", "copyright"), "about.copyright")) {
		list.Copyright = append(list.Copyright, strings.TrimRight(line, "\r\n "))
	}
	list.Copyright = slices.DeleteFunc(list.Copyright, func(s string) bool { return s == "" })
	at := r.at(root, "about", "timestamp")
	if at == nil || list.URL == "" {
		r.errorf(root, "No source", "The file does not say where it is from (%q) and when it was made (%q): prices without both are not to be relied on.", "about.url", "about.timestamp")
		return
	}
	seconds, err := strconv.ParseInt(r.digits(at, "about.timestamp"), 10, 64)
	// Until the end of the year 9999, the last that a price book can write.
	if err != nil || seconds > 253402300799 {
		r.errorf(at, "Not a time", "about.timestamp must be whole seconds since 1970, as in 1753936247.")
		return
	}
	list.Date = time.Unix(seconds, 0).UTC().Truncate(24 * time.Hour)
}

func (r *reader) regions(n *yaml.Node) (out []Region) {
	for _, e := range r.entries(n, "region") {
		if r.name(e, "The name of a region") {
			out = append(out, Region{e.key, r.text(r.at(e.value, "location"), "location")})
		}
	}
	slices.SortFunc(out, func(a, b Region) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// regionPrices reads a block of regions that hold one price each.
func (r *reader) regionPrices(n *yaml.Node, what string) (out []RegionPrice) {
	for _, e := range r.entries(n, what) {
		if month := r.at(e.value, "month"); month != nil {
			if a := r.price(month, what, "in", e.key); !a.IsZero() {
				out = append(out, RegionPrice{e.key, a})
			}
		}
	}
	slices.SortFunc(out, func(a, b RegionPrice) int { return cmp.Compare(a.Region, b.Region) })
	return out
}
