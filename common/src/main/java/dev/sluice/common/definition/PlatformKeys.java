package dev.sluice.common.definition;

/** Every object of a platform file and its keys. */
final class PlatformKeys {
  static final Keys ROOT =
      Keys.required("apiVersion", "kind", "lake", "clusters")
          .optional("redis", "lanes", "intervals", "metrics", "registry", "protection", "profiles");

  /** What a profile may say instead. */
  static final Keys PROFILE =
      Keys.none()
          .optional(
              "lake",
              "clusters",
              "redis",
              "lanes",
              "intervals",
              "metrics",
              "registry",
              "protection");

  static final Keys CLUSTER = Keys.none().optional("bootstrapServers", "options");

  static final Keys INTERVALS = Keys.none().optional("tables", "gold");

  static final Keys METRICS = Keys.none().optional("host", "port");

  static final Keys REGISTRY = Keys.required("url").optional("user", "password", "timeout", "hold");

  static final Keys PROTECTION = Keys.required("hmac");

  static final Keys HMAC_KEY = Keys.required("id", "key");

  private PlatformKeys() {}
}
