package seal

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// key draws a key from a seed, so that tests are the same each time.
func key(t testing.TB, seed byte) *Key {
	t.Helper()
	k, err := NewKey(rand.NewChaCha8([32]byte{seed}))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

const plan = `{"moves":[{"service":"ads","to":"tokyo"}],"work":{"stages":[]}}`

func TestAKeyReadsAsItWasWritten(t *testing.T) {
	k := key(t, 1)
	again, err := ReadKey(k.File().Reveal())
	if err != nil {
		t.Fatal(err)
	}
	if !again.seed.Equal(k.seed) || again.Public() != k.Public() {
		t.Error("another key was read")
	}
	keys, err := ReadKeys(append(k.Public().File(), key(t, 2).Public().File()...))
	if diff := cmp.Diff(Keys{k.Public(), key(t, 2).Public()}.IDs(), keys.IDs()); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestFilesThatAreNoKeysAreRefusedAndSayWhatToDo(t *testing.T) {
	private, public := string(key(t, 1).File().Reveal()), string(key(t, 1).Public().File())
	for _, c := range []struct {
		name, file, want string
		read             func([]byte) error
	}{
		{"empty private", "", "make a new one", readPrivate},
		{"public as private", public, "name the file of the private one", readPrivate},
		{"without its end", strings.TrimSuffix(private, "\n"), "make a new one", readPrivate},
		{"with a space", private + " ", "make a new one", readPrivate},
		{"another version", strings.Replace(private, "/1", "/2", 1), "make a new one", readPrivate},
		{"endless", strings.Repeat("x", 1<<20), "make a new one", readPrivate},
		{"empty public", "", "has none", readPublic},
		{"private as public", public + private, "line 2 is a private key", readPublic},
		{"an empty line", public + "\n", "line 2", readPublic},
		{"twice", public + public, "again", readPublic},
		{"Windows line ends", strings.Replace(public, "\n", "\r\n", 1), "line 1", readPublic},
	} {
		err := c.read([]byte(c.file))
		if !errors.Is(err, ErrKey) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q in it", c.name, err, c.want)
		}
	}
}

func readPrivate(b []byte) error { _, err := ReadKey(b); return err }
func readPublic(b []byte) error  { _, err := ReadKeys(b); return err }

func TestASourceWithoutChanceMakesNoKey(t *testing.T) {
	if k, err := NewKey(strings.NewReader("short")); err == nil {
		t.Errorf("%s was made of 5 bytes", k)
	}
}

func TestASignedPlanIsAcceptedByAnyOfTheTrustedKeys(t *testing.T) {
	old, next := key(t, 1), key(t, 2)
	trusted := Keys{old.Public(), next.Public()}
	for _, k := range []*Key{old, next} {
		by, err := Verify(trusted, []byte(plan), Sign(k, []byte(plan)))
		if err != nil || by != k.Public() {
			t.Errorf("%s: got %s, %v", k, by, err)
		}
	}
}

func TestASignatureOfAnotherKeyOrPlanIsRefused(t *testing.T) {
	mine, other := key(t, 1), key(t, 2)
	good := string(Sign(mine, []byte(plan)))
	// The other's signature under my key's name.
	posing := strings.Replace(string(Sign(other, []byte(plan))), other.Public().ID(), mine.Public().ID(), 1)
	for _, c := range []struct {
		name, plan, sig string
		want            error
	}{
		{"unknown key", plan, string(Sign(other, []byte(plan))), ErrUnknownKey},
		{"posing key", plan, posing, ErrAltered},
		{"another plan", plan + " ", good, ErrAltered},
		{"no plan", "", good, ErrAltered},
		{"no signature", plan, "", ErrSignature},
		{"two signatures", plan, good + good, ErrSignature},
		{"a key as signature", plan, string(mine.Public().File()), ErrSignature},
		{"no end", plan, strings.TrimSpace(good), ErrSignature},
	} {
		if _, err := Verify(Keys{mine.Public()}, []byte(c.plan), []byte(c.sig)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestASignatureIsOverTheWordsOfItsPurposeToo(t *testing.T) {
	k := key(t, 1)
	// What the key would sign for another purpose is not a plan's signature, even when
	// an attacker chooses the bytes.
	if _, err := Verify(Keys{k.Public()}, signed([]byte(plan)), Sign(k, []byte(plan))); !errors.Is(err, ErrAltered) {
		t.Errorf("got %v", err)
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	k := key(t, 1)
	sig, public, private := Sign(k, []byte(plan)), append(k.Public().File(), key(t, 2).Public().File()...), k.File().Reveal()
	keys := Keys{k.Public()}
	tried := 0
	for _, c := range []struct {
		name  string
		bytes []byte
		check func([]byte) error
	}{
		{"plan", []byte(plan), func(b []byte) error { _, err := Verify(keys, b, sig); return err }},
		{"signature", sig, func(b []byte) error { _, err := Verify(keys, []byte(plan), b); return err }},
		{"public keys", public, readPublic},
		{"private key", private, readPrivate},
	} {
		for bit := range len(c.bytes) * 8 {
			flipped := bytes.Clone(c.bytes)
			flipped[bit/8] ^= 1 << (bit % 8)
			if c.check(flipped) == nil {
				t.Errorf("%s: bit %d flipped and accepted", c.name, bit)
			}
			tried++
		}
	}
	t.Logf("%d bits flipped", tried)
}

func TestAlteredPlansAreRefused(t *testing.T) {
	k := key(t, 1)
	rapid.Check(t, func(t *rapid.T) {
		was := rapid.SliceOf(rapid.Byte()).Draw(t, "was")
		is := rapid.SliceOf(rapid.Byte()).Draw(t, "is")
		_, err := Verify(Keys{k.Public()}, is, Sign(k, was))
		if same := bytes.Equal(was, is); same != (err == nil) {
			t.Fatalf("the same bytes: %v, and %v", same, err)
		}
	})
}

func FuzzFilesNeverPanicAndHaveOneForm(f *testing.F) {
	k := key(f, 1)
	f.Add(k.File().Reveal(), Sign(k, []byte(plan)))
	f.Add(k.Public().File(), []byte("berth-signature/1 0000000000000000 AAAA\n"))
	f.Fuzz(func(t *testing.T, file, sig []byte) {
		if k, err := ReadKey(file); err == nil && !bytes.Equal(k.File().Reveal(), file) {
			t.Error("a private key has a second form")
		}
		if keys, err := ReadKeys(file); err == nil {
			var again []byte
			for _, p := range keys {
				again = append(again, p.File()...)
			}
			if !bytes.Equal(again, file) {
				t.Error("public keys have a second form")
			}
		}
		if _, err := Verify(Keys{k.Public()}, []byte(plan), sig); err == nil && !bytes.Equal(sig, Sign(k, []byte(plan))) {
			t.Error("a signature has a second form")
		}
	})
}

func BenchmarkSignAndVerify(b *testing.B) {
	k := key(b, 1)
	for _, size := range []int{10 << 10, 10 << 20} {
		big := bytes.Repeat([]byte("x"), size)
		sig := Sign(k, big)
		b.Run(fmt.Sprintf("sign/%dKiB", size>>10), func(b *testing.B) {
			for b.Loop() {
				Sign(k, big)
			}
		})
		b.Run(fmt.Sprintf("verify/%dKiB", size>>10), func(b *testing.B) {
			for b.Loop() {
				if _, err := Verify(Keys{k.Public()}, big, sig); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
