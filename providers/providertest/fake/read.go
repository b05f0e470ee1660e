package fake

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"berth.dev/engine/object"
)

// get answers with one object.
func (s *Server) get(c *call) ([]byte, error) {
	if c.kind.Name == "Pod" {
		return s.pod(c)
	}
	i := s.settle(c.ref)
	switch {
	case i == nil:
		return nil, apierrors.NewNotFound(c.kind.resource(), c.ref.Name)
	case c.names:
		return metadata(i)
	}
	return i.json, nil
}

// place is where the next page of a list begins.
type place struct {
	Version int64      `json:"v"`
	After   object.Ref `json:"after"`
}

// list answers with a page of objects. A later page shows what is there by then, as
// a real server's does when it no longer has the version of the first.
func (s *Server) list(c *call) ([]byte, error) {
	wanted, err := labels.Parse(c.query.Get("labelSelector"))
	if err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	from, err := s.from(c)
	if err != nil {
		return nil, err
	}
	limit, _ := strconv.Atoi(c.query.Get("limit"))
	items, next, err := s.page(c, wanted, from, limit)
	if err != nil {
		return nil, err
	}
	return s.listed(c, items, next)
}

func (s *Server) from(c *call) (place, error) {
	token := c.query.Get("continue")
	if token == "" {
		return place{}, nil
	}
	var from place
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err == nil {
		err = json.Unmarshal(text, &from)
	}
	if err != nil {
		return from, apierrors.NewBadRequest(fmt.Sprintf("invalid continue token: continue key is not valid: %v", err))
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if from.Version < s.compact {
		return from, apierrors.NewResourceExpired("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.")
	}
	return from, nil
}

// page collects up to limit encoded objects; 0 is no limit.
func (s *Server) page(c *call, wanted labels.Selector, from place, limit int) (items [][]byte, next *place, err error) {
	if c.kind.Name == "Pod" {
		items, err = s.pods(c, wanted)
		return items, nil, err
	}
	s.mu.RLock()
	_, ready := s.sorted[c.kind.Name]
	s.mu.RUnlock()
	if !ready {
		s.mu.Lock()
		s.references(c.kind.Name)
		s.mu.Unlock()
	}
	s.mu.RLock()
	refs, version := s.sorted[c.kind.Name], s.version
	s.mu.RUnlock()
	last := from.After
	for _, ref := range refs {
		if c.ref.Namespace != "" && ref.Namespace != c.ref.Namespace || from.After.Name != "" && ref.Compare(from.After) <= 0 {
			continue
		}
		i := s.settle(ref)
		if i == nil || !wanted.Matches(labels.Set(i.meta().GetLabels())) {
			continue
		}
		if limit > 0 && len(items) == limit {
			return items, &place{Version: max(version, from.Version), After: last}, nil
		}
		last = ref
		text := i.json
		if c.names {
			if text, err = metadata(i); err != nil {
				return nil, nil, err
			}
		}
		items = append(items, text)
	}
	return items, nil, nil
}

// listed puts the items of a list together; they are encoded already.
func (s *Server) listed(c *call, items [][]byte, next *place) ([]byte, error) {
	s.mu.RLock()
	meta := metav1.ListMeta{ResourceVersion: strconv.FormatInt(s.version, 10)}
	s.mu.RUnlock()
	if next != nil {
		token, err := json.Marshal(next)
		if err != nil {
			return nil, err
		}
		meta.Continue = base64.RawURLEncoding.EncodeToString(token)
	}
	head, err := json.Marshal(meta)
	if err != nil {
		return nil, err
	}
	kind, version := c.kind.Name+"List", c.kind.APIVersion()
	if c.names {
		kind, version = "PartialObjectMetadataList", "meta.k8s.io/v1"
		if len(items) == 0 {
			return fmt.Appendf(nil, `{"kind":%q,"apiVersion":%q,"metadata":%s,"items":null}`, kind, version, head), nil
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"kind":%q,"apiVersion":%q,"metadata":%s,"items":[`, kind, version, head)
	for n, text := range items {
		if n > 0 {
			out.WriteByte(',')
		}
		out.Write(text)
	}
	out.WriteString("]}")
	return out.Bytes(), nil
}

// metadata encodes an object without what it holds.
func metadata(i *item) ([]byte, error) {
	var whole struct {
		Metadata json.RawMessage `json:"metadata"`
	}
	if err := json.Unmarshal(i.json, &whole); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":%s}`, whole.Metadata), nil
}

// Compact makes the continuation of every list that is under way too old.
func (s *Server) Compact() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version++
	s.compact = s.version
}
