package cluster

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"strings"
	"time"
)

// authority signs everybody's certificates on one cluster.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// User is a person or program that a cluster knows by this name and these groups. The
// answer is the path of a kubeconfig with one context, which has the cluster's name.
// Nobody may anything until a role is bound to them; the group system:masters may
// everything.
func (c *Cluster) User(name string, groups ...string) (string, error) {
	file := strings.NewReplacer(":", "-", "/", "-").Replace(name)
	err := c.certify(file, &x509.Certificate{
		Subject:     pkix.Name{CommonName: name, Organization: groups},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return "", err
	}
	path := c.file(file + ".kubeconfig")
	return path, os.WriteFile(path, c.kubeconfig(file), 0o600)
}

// kubeconfig names all by the cluster, so that several files can be joined into one
// configuration by listing them in KUBECONFIG.
func (c *Cluster) kubeconfig(user string) []byte {
	type object = map[string]any
	login := user + "@" + c.Name
	text, err := json.MarshalIndent(object{
		"apiVersion": "v1", "kind": "Config", "current-context": c.Name,
		"clusters": []object{{"name": c.Name, "cluster": object{"server": c.url, "certificate-authority": c.file("ca.crt")}}},
		"users":    []object{{"name": login, "user": object{"client-certificate": c.file(user + ".crt"), "client-key": c.file(user + ".key")}}},
		"contexts": []object{{"name": c.Name, "context": object{"cluster": c.Name, "user": login}}},
	}, "", "  ")
	if err != nil {
		panic(err) // strings alone: nothing in it can fail to be written
	}
	return text
}

// Kubeconfig is a configuration for a server of the cluster, one of its fronts perhaps,
// as a user of these groups, with all that it needs inside. Its context has the name.
func (c *Cluster) Kubeconfig(name, user, server string, groups ...string) ([]byte, error) {
	if _, err := c.User(user, groups...); err != nil {
		return nil, err
	}
	type object = map[string]any
	var contents [3]string
	for i, file := range []string{"ca.crt", user + ".crt", user + ".key"} {
		text, err := os.ReadFile(c.file(file))
		if err != nil {
			return nil, err
		}
		contents[i] = base64.StdEncoding.EncodeToString(text)
	}
	return json.MarshalIndent(object{
		"apiVersion": "v1", "kind": "Config", "current-context": name,
		"clusters": []object{{"name": name, "cluster": object{"server": server, "certificate-authority-data": contents[0]}}},
		"users":    []object{{"name": user, "user": object{"client-certificate-data": contents[1], "client-key-data": contents[2]}}},
		"contexts": []object{{"name": name, "context": object{"cluster": name, "user": user}}},
	}, "", "  ")
}

// identify makes the authority and the certificates that the parts need to begin.
func (c *Cluster) identify() error {
	root := &x509.Certificate{
		Subject: pkix.Name{CommonName: "authority of " + c.Name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	server := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 96, 0, 1)},
		DNSNames:    []string{"localhost", "kubernetes.default.svc"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	// The key with which tokens of service accounts are signed comes as a certificate
	// as well: one way of making keys is enough.
	accounts := &x509.Certificate{Subject: pkix.Name{CommonName: "service accounts"}}
	return errors.Join(c.certify("ca", root), c.certify("server", server), c.certify("accounts", accounts))
}

// certify writes a certificate and its key as name.crt and name.key. The first one
// signs itself, and then all others.
func (c *Cluster) certify(name string, template *x509.Certificate) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 100))
	if err != nil {
		return err
	}
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(10*24*time.Hour)
	signer := c.authority
	if signer.key == nil {
		signer = authority{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.certificate, &key.PublicKey, signer.key)
	if err != nil {
		return err
	}
	if c.authority.key == nil {
		if c.authority.certificate, err = x509.ParseCertificate(der); err != nil {
			return err
		}
		c.authority.key = key
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(writePEM(c.file(name+".crt"), "CERTIFICATE", der), writePEM(c.file(name+".key"), "EC PRIVATE KEY", secret))
}

func writePEM(path, kind string, der []byte) error {
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		return fmt.Errorf("writing a certificate: %w", err)
	}
	return nil
}
