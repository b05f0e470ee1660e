package object

import (
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// published is the schema that Kubernetes publishes of its own kinds, the very one
// that an API server merges by. It is a constant that takes 50 ms to read, so it is
// read when first asked for, once.
var published = sync.OnceValue(func() managedfields.TypeConverter {
	return applyconfigurations.NewTypeConverter(scheme.Scheme)
})

func (o Object) gvk() schema.GroupVersionKind {
	return schema.FromAPIVersionAndKind(o.text("apiVersion"), o.text("kind"))
}

// known tells whether the published schema has the object's kind.
func (o Object) known() bool { return scheme.Scheme.Recognizes(o.gvk()) }

// typed gives the object its schema. A kind of somebody's own definition gets one
// that is deduced from the content: its lists are atomic.
func (o Object) typed() (*typed.TypedValue, error) {
	converter := managedfields.NewDeducedTypeConverter()
	if o.known() {
		converter = published()
	}
	u := &unstructured.Unstructured{Object: o}
	tv, err := converter.ObjectToTyped(u, typed.AllowDuplicates)
	if err != nil {
		return nil, fmt.Errorf("%s: does not have the shape of its kind: %w", o.Ref(), o.silent(err))
	}
	return tv, nil
}

// typedLive is typed for what a cluster serves: fields that only a newer Kubernetes
// knows are left out, because berth neither writes nor compares them.
func (o Object) typedLive() (*typed.TypedValue, error) {
	tv, err := o.typed()
	if err == nil || !o.known() {
		return tv, err
	}
	older, _, convErr := o.served()
	if convErr != nil {
		return nil, convErr
	}
	kept, _ := narrow(map[string]any(o), map[string]any(older), false).(map[string]any)
	return Object(kept).typed()
}

// served is the object as an API server writes it after reading it: quantities in
// their shortest form, fields at their zero left out where the kind says so, and
// what the kind does not know gone; strange says what that was. The data of a Secret
// are taken as they are: sealed ones are not base64.
func (o Object) served() (as Object, strange error, err error) {
	into, err := scheme.Scheme.New(o.gvk())
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", o.Ref(), err)
	}
	in := map[string]any(o)
	if o.IsSecret() {
		in = without(o, "data")
	}
	strange = runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(in, into, true)
	if strange != nil && !runtime.IsStrictDecodingError(strange) {
		return nil, nil, fmt.Errorf("%s: does not have the shape of its kind: %w", o.Ref(), o.silent(strange))
	}
	m, err := runtime.DefaultUnstructuredConverter.ToUnstructured(into)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", o.Ref(), o.silent(err))
	}
	if data, ok := o["data"]; ok && o.IsSecret() {
		m["data"] = data
	}
	return m, strange, nil
}

// silent takes the words out of an error about a Secret, which may quote it.
func (o Object) silent(err error) error {
	if err != nil && o.IsSecret() {
		return fmt.Errorf("(what is wrong is not shown, because it may quote the secret)")
	}
	return err
}

func without(o Object, member string) map[string]any {
	out := make(map[string]any, len(o))
	for key, v := range o {
		if key != member {
			out[key] = v
		}
	}
	return out
}

// narrow is the part of as that stands in o too: the values that a server would
// write, without what its types add. With keep, what the server would leave out
// stays as it is in o.
func narrow(o, as any, keep bool) any {
	switch o := o.(type) {
	case map[string]any:
		as, ok := as.(map[string]any)
		if !ok {
			return duplicate(o)
		}
		return narrowMap(o, as, keep)
	case []any:
		as, ok := as.([]any)
		if !ok || len(as) != len(o) {
			return duplicate(o)
		}
		out := make([]any, len(o))
		for i := range o {
			out[i] = narrow(o[i], as[i], keep)
		}
		return out
	}
	return as
}

func narrowMap(o, as map[string]any, keep bool) map[string]any {
	out := make(map[string]any, len(o))
	for key, v := range o {
		other, has := as[key]
		switch {
		case has && other != nil:
			out[key] = narrow(v, other, keep)
		case keep && v != nil:
			out[key] = duplicate(v)
		}
	}
	return out
}
