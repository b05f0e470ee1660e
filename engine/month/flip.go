package month

func (m *maker) flips() error { return nil }
