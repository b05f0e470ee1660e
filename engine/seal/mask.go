package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// What can be wrong with a secret's mask.
var (
	// ErrNoKey is a secret to be masked, or compared, with no key.
	ErrNoKey = errors.New("its values may not stand in a plan, and there is no private key to stand for them")
	// ErrOtherKey is a mask made with another key.
	ErrOtherKey = errors.New("masked with another key")
	// ErrDiffers is a secret that is not the one that was masked.
	ErrDiffers = errors.New("not what was planned")
	// ErrValue is a value that is not as a Secret must have it.
	ErrValue = errors.New("no value of a Secret")
)

// Mask returns the object with the values of a Secret replaced by keyed digests; an
// object of another kind is returned as it is. What is in stringData moves to data,
// as the API server does it, so that a manifest and the live object give the same
// masks.
func Mask(o object.Object, k *Key) (object.Object, error) {
	if o.Ref().Kind != "Secret" {
		return o, nil
	}
	values, err := secrets(o)
	if err != nil {
		return nil, err
	}
	if len(values) > 0 && k == nil {
		return nil, noKey(o)
	}
	masks := make(map[place]string, len(values))
	if k != nil {
		masks = k.masks(o.Ref(), values)
	}
	return with(o, masks), nil
}

// Unmask returns masked with its values put back from real, after each was checked
// against its mask: everything but the values is masked's. An object that is no
// Secret is returned as it is.
func Unmask(masked, real object.Object, k *Key) (object.Object, error) {
	ref := masked.Ref()
	if ref.Kind != "Secret" {
		return masked, nil
	}
	if real.Ref() != ref {
		return nil, fmt.Errorf("%s: %w: this is %s", ref, ErrDiffers, real.Ref())
	}
	values, err := secrets(real)
	if err != nil {
		return nil, err
	}
	planned := written(masked)
	if len(planned)+len(values) > 0 && k == nil {
		return nil, noKey(masked)
	}
	if k != nil {
		if err := compare(ref, planned, k.masks(ref, values), k.public.ID()); err != nil {
			return nil, err
		}
	}
	plain := make(map[place]string, len(values))
	for at, value := range values {
		plain[at] = string(value)
		if !at.annotation {
			plain[at] = base64.StdEncoding.EncodeToString(value)
		}
	}
	return with(masked, plain), nil
}

func noKey(o object.Object) error {
	return fmt.Errorf("%s: %w: make a key with \"berth key\", name it when you plan and when you apply, and keep it", o.Ref(), ErrNoKey)
}

// compare finds what differs between the masks of a plan and those of what is there.
func compare(ref object.Ref, planned, found map[place]string, id string) error {
	all := maps.Clone(planned)
	maps.Copy(all, found)
	var differ []string
	for _, at := range slices.SortedFunc(maps.Keys(all), place.compare) {
		mask, was := planned[at]
		now, is := found[at]
		other, known := maskedBy(mask)
		switch {
		case was && !known:
			return fmt.Errorf("%s: %s: %w: the plan has no mask there; make the plan again", ref, at, ErrDiffers)
		case was && other != id:
			return fmt.Errorf("%s: %w: that was %s, this is %s; name the key that was there when the plan was made", ref, ErrOtherKey, other, id)
		case !is:
			differ = append(differ, at.String()+" is missing")
		case !was:
			differ = append(differ, at.String()+" is new")
		case !hmac.Equal([]byte(mask), []byte(now)):
			differ = append(differ, at.String()+" has another value")
		}
	}
	if len(differ) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %w: %s; make the plan again", ref, ErrDiffers, strings.Join(differ, ", "))
}

// maskedBy is the id of the key that made a mask.
func maskedBy(mask string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(mask, object.SealedPrefix)
	id, _, found := strings.Cut(rest, ":")
	return id, ok && found && isID(id)
}

// masks are the keyed digests of a secret's values.
func (k *Key) masks(ref object.Ref, values map[place][]byte) map[place]string {
	derived, err := hkdf.Key(sha256.New, k.seed.Reveal(), nil, "berth secrets", sha256.Size)
	if err != nil {
		panic(err) // only for a key longer than 255 digests
	}
	out := make(map[place]string, len(values))
	for at, value := range values {
		mac := hmac.New(sha256.New, derived)
		kind := "data"
		if at.annotation {
			kind = "annotation"
		}
		for _, part := range [][]byte{[]byte(ref.Namespace), []byte(ref.Name), []byte(kind), []byte(at.key), value} {
			// The length keeps "a"+"bc" from being "ab"+"c".
			mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			mac.Write(part)
		}
		out[at] = object.SealedPrefix + k.public.ID() + ":" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
	return out
}
