test "every image names its version" {
  rule = "image-tag"

  case "a tag" {
    given = { "service.images" = ["api:1.0"] }
    expect { passes = true }
  }

  case "a tag and a registry with a port" {
    given = { "service.images" = ["registry.example:5000/api:1.0"] }
    expect { passes = true }
  }

  case "a digest" {
    given = {
      "service.images" = ["registry.example:5000/shop/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
    }
    expect { passes = true }
  }

  case "a digest behind latest" {
    given = {
      "service.images" = ["api:latest@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
    }
    expect { passes = true }
  }

  case "no tag" {
    given = { "service.images" = ["api"] }
    expect {
      passes  = false
      because = "no fixed version is named by api"
    }
  }

  case "no tag, but a registry with a port" {
    given = { "service.images" = ["registry.example:5000/api"] }
    expect {
      passes  = false
      because = "no fixed version is named by registry.example:5000/api"
    }
  }

  case "the tag latest" {
    given = { "service.images" = ["api:latest"] }
    expect {
      passes  = false
      because = "no fixed version is named by api:latest"
    }
  }

  case "some of several" {
    given = {
      "service.images" = ["web:1.0", "api", "web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "proxy:latest"]
    }
    expect {
      passes  = false
      because = "no fixed version is named by api, proxy:latest"
    }
  }

  case "no image is named" {
    expect { applies = false }
  }
}
