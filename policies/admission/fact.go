package admission

import (
	"strconv"
	"strings"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Service is one service of the workspace.
type Service struct {
	Spec *spec.Service
	// Facts are those that specs alone tell.
	Facts policies.ServiceFacts
	// Hybrids are the options of two sites where it runs today or would run, as in
	// "tokyo+gke".
	Hybrids []string
	// Excused are the rules that an exception lets it off on the day of the export.
	Excused []string
}

// fact is a value that only the service's spec tells. Its key in the ConfigMap is the
// service's name, a dot, and the fact's own key.
type fact struct {
	key string
	// form is what its text is read as: text, texts, yes or whole.
	form form
	// optional facts may be absent.
	optional bool
	// of returns its text, and false where it is absent.
	of func(*Service) (string, bool)
}

// form is how the text of a fact becomes a value.
type form string

const (
	formText  form = "%s"
	formTexts form = "%s.split(',').filter(x, x != '')"
	formYes   form = "%s == 'true'"
	formWhole form = "int(%s)"
)

// told finds the fact that a variable of rules reads.
func told(variable string) (fact, bool) {
	key, ours := strings.CutPrefix(variable, "service.")
	if !ours {
		return fact{}, false
	}
	key = strings.TrimPrefix(key, "security.")
	for _, f := range facts() {
		if f.key == key {
			return f, true
		}
	}
	return fact{}, false
}

// facts are all that there are, by key.
func facts() []fact {
	return []fact{
		text("class", func(s *Service) string { return s.Facts.Class }),
		text("data", func(s *Service) string { return s.Facts.Data }),
		text("environment", func(s *Service) string { return s.Facts.Environment }),
		texts("hybrids", func(s *Service) []string { return s.Hybrids }),
		texts("independent_of", func(s *Service) []string { return s.Spec.IndependentOf.V }),
		yes("internet_transit", func(s *Service) bool { return s.Facts.Transit }),
		yes("interruptible", func(s *Service) bool { return s.Spec.Job != nil && s.Spec.Job.Interruptible.V }),
		yes("job", func(s *Service) bool { return s.Facts.Job }),
		yes("manifests", func(s *Service) bool { return s.Facts.Manifests }),
		texts("needs", func(s *Service) []string { return s.Spec.Needs.V }),
		text("owner", func(s *Service) string { return s.Facts.Owner }),
		texts("pin", func(s *Service) []string { return s.Spec.Pin.V }),
		text("product", func(s *Service) string { return s.Facts.Product }),
		{"replicas_max", formWhole, true, func(s *Service) (string, bool) {
			if s.Facts.ReplicasMax == nil {
				return "", false
			}
			return strconv.FormatInt(*s.Facts.ReplicasMax, 10), true
		}},
		whole("replicas_min", func(s *Service) int64 { return s.Facts.ReplicasMin }),
		texts("residency", func(s *Service) []string { return s.Facts.Residency }),
		yes("singleton", func(s *Service) bool { return s.Facts.Singleton }),
		yes("stateful", func(s *Service) bool { return s.Facts.Stateful }),
		text("team", func(s *Service) string { return s.Facts.Team }),
		whole("volumes", func(s *Service) int64 { return s.Facts.Volumes }),
		yes("volumes_move", func(s *Service) bool { return s.Facts.Backed }),
	}
}

func text(key string, of func(*Service) string) fact {
	return fact{key, formText, false, func(s *Service) (string, bool) { return of(s), true }}
}

// texts are of names and codes, which hold no comma.
func texts(key string, of func(*Service) []string) fact {
	return fact{key, formTexts, false, func(s *Service) (string, bool) { return strings.Join(of(s), ","), true }}
}

func yes(key string, of func(*Service) bool) fact {
	return fact{key, formYes, false, func(s *Service) (string, bool) { return strconv.FormatBool(of(s)), true }}
}

func whole(key string, of func(*Service) int64) fact {
	return fact{key, formWhole, false, func(s *Service) (string, bool) { return strconv.FormatInt(of(s), 10), true }}
}
