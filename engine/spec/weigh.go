package spec

// Weighed returns the workspace with the weights of another one: its own, and those of
// products that both have. w stays as it is; what does not change is shared.
func (w *Workspace) Weighed(like *Workspace) *Workspace {
	out := *w
	out.Settings.Weights = like.Settings.Weights
	out.Products = copies(w.Products, func(p *Product) {
		if other := like.Product(p.Name); other != nil {
			p.Weights = other.Weights
		}
	})
	out.buildIndex()
	return &out
}
