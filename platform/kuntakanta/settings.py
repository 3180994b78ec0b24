"""Django's settings, read from the environment once. A table of the variables is in README.md."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from kuntakanta import environment
from tenants.jobs import Job

HERE = Path(__file__).resolve().parent

SECRET_KEY = environment.secret("KUNTAKANTA_SECRET_KEY")
DEBUG = False
# The table of hosts decides who answers, in tenants.middleware; Django's own list would have to name every town.
ALLOWED_HOSTS = ["*"]
PUBLIC_HOST = environment.text("KUNTAKANTA_PUBLIC_HOST", "localhost").lower()
USE_X_FORWARDED_HOST = environment.flag("KUNTAKANTA_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if USE_X_FORWARDED_HOST else None

# --- Apps: whose tables live where -----------------------------------------------------------------------------------
# An app is in the list of each schema in which it has tables.
# Accounts are staff's in a town's schema and operators' in `public`; the same tables are made in both.
ACCOUNT_APPS = [
    "tenants.accounts",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]
HOST_APPS = [  # schema public
    "django_tenants",
    "tenants",
    "django.contrib.contenttypes",
    *ACCOUNT_APPS,
    "tenants.accounts.support",
    "tenants.status",
]
NATIONAL_APPS = ["catalogue.codes"]  # schema national
TOWN_APPS = [  # each town's schema
    "django.contrib.contenttypes",
    *ACCOUNT_APPS,
    "tenants.takeout",
    "catalogue.outbox",
    "catalogue.services",
    "catalogue.forms",
    "catalogue.published",
    "catalogue.registry",
    "catalogue.registry.pushing",
    "catalogue.exchange",
]
# Apps without tables.
PLAIN_APPS = [
    "kuntakanta",
    "kuntakanta.desk",
    "kuntakanta.operators",
    "api",
    "drf_spectacular_sidecar",
    "django.contrib.staticfiles",
    "django.contrib.auth",  # its own tables of permissions and groups are made nowhere: accounts.permissions has them
    "django.contrib.messages",
    "allauth",
]

INSTALLED_APPS = list(dict.fromkeys([*PLAIN_APPS, *HOST_APPS, *NATIONAL_APPS, *TOWN_APPS]))
# django-tenants' own names.
SHARED_APPS = HOST_APPS
TENANT_APPS = TOWN_APPS
TENANT_MODEL = "tenants.Municipality"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_SYNC_ROUTER = "tenants.database.router.SchemaRouter"
TOWN_PLACEMENT = "tenants.placing.stay"  # where a new schema is placed; of use with several nodes only
# Through which our own small requests to towns' hosts go, where the operator's network has a proxy.
HTTP_PROXY = environment.url("KUNTAKANTA_HTTP_PROXY", schemes=("http",))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database and cache ----------------------------------------------------------------------------------------------
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER]
DATABASE_KEEP = environment.number("KUNTAKANTA_DATABASE_KEEP_SECONDS", 0, least=0, most=86_400)


def _database() -> dict[str, Any]:
    found: dict[str, Any] = {"ENGINE": "tenants.database", **environment.database("DATABASE_URL")}
    found["OPTIONS"].setdefault("connect_timeout", "5")
    # A lifetime bounds how many towns' tables one backend remembers (tens of kilobytes for each).
    found |= {"CONN_MAX_AGE": DATABASE_KEEP, "CONN_HEALTH_CHECKS": True}
    return found


DATABASES = {"default": _database()}
REDIS_URL = environment.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "kuntakanta",
        "KEY_FUNCTION": "tenants.cache.key",
    }
}

# What a web process may keep of answers that were given, to give them again while nothing changes; 0 for none.
KEPT_ANSWERS_BYTES = environment.number("KUNTAKANTA_KEPT_ANSWERS_MEGABYTES", 32, least=0, most=10_000) * 1_000_000

# --- Requests --------------------------------------------------------------------------------------------------------
ROOT_URLCONF = "kuntakanta.urls"
PUBLIC_SCHEMA_URLCONF = "kuntakanta.urls_public"
WSGI_APPLICATION = "kuntakanta.wsgi.application"
MIDDLEWARE = [
    "kuntakanta.logs.request_id",  # first, so that every line of the request carries its id
    "kuntakanta.metrics.counted",  # next, so that it counts every answer
    "tenants.middleware.TownMiddleware",  # before all that could answer: an unknown host learns nothing
    "kuntakanta.policy.PolicyMiddleware",  # stands for Django's SecurityMiddleware, among others
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kuntakanta.desk.middleware.DeskMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
# While a town is suspended its staff still get in, to take its data out; desk.serving says to which pages.
SERVED_WHILE_SUSPENDED = ("/desk/", "/static/")
DESK_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates", HERE / "desk" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
            "libraries": {"pages": "kuntakanta.pages.tags", "desk": "kuntakanta.desk.tags"},
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"] if (HERE / "static").is_dir() else []
# Served from the packages themselves, so that no collecting is needed before the first request.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


def content_security_policy() -> dict[str, Any]:
    """The one policy of every page: our own files only, no inline script or style, no frames, forms to ourselves."""
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "script-src": ["'self'"],
            "style-src": ["'self'"],
            "img-src": ["'self'", "data:"],
            "font-src": ["'self'"],
            "connect-src": ["'self'"],
            "manifest-src": ["'self'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        }
    }


CONTENT_SECURITY_POLICY = content_security_policy()
HTTPS = environment.flag("KUNTAKANTA_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]  # of the pages
CONTENT_LANGUAGES = ("fi", "sv", "en", "se", "smn", "sms")  # of what towns publish
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
USE_I18N = True

# --- Staff and operators ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["tenants.accounts.signing_in.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "account_login"
# Cookies name no domain: they go back to the host that set them, and to no other town's. Browsers enforce that for
# names that begin with __Host-, which plain HTTP cannot have.
SESSION_ENGINE = "tenants.accounts.session_store"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # a person comes back from the town's own sign-in
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "kuntakanta.desk.views.cross_site"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "tenants.accounts.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has proved the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "sign_in_service": "60/m/ip",  # of a town's own: once there and once back
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if USE_X_FORWARDED_HOST else 0
MFA_ADAPTER = "tenants.accounts.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for a phone's clock
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it for localhost only
SOCIALACCOUNT_ADAPTER = "tenants.accounts.sso.SignInAdapter"
# Whether a town's sign-in may be at plain HTTP and at addresses of the host's own network, as in tests.
SSO_PRIVATE = environment.flag("KUNTAKANTA_SSO_PRIVATE")

# --- Mail ------------------------------------------------------------------------------------------------------------
# Without a server no mail is sent, and whoever invites hands the link over.
EMAIL_URL = environment.url("KUNTAKANTA_SMTP_URL", schemes=("smtp", "smtps"))
DEFAULT_FROM_EMAIL = environment.text("KUNTAKANTA_MAIL_FROM", f"no-reply@{PUBLIC_HOST}")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = environment.mail(EMAIL_URL)

# --- Work in the background ------------------------------------------------------------------------------------------
# What is due, and who is at it, is told by rows (tenants.dispatch); the broker only carries messages.
JOBS: tuple[Job, ...] = (
    Job(name="sync", task="registry.sync_town", every=timedelta(hours=24), endpoint="registry"),
    Job(name="push", task="registry.push_town", every=timedelta(hours=24), endpoint="registry"),
    # Due at the next instant for which something is planned; each hour what an unexpected error left undone.
    Job(name="planned", task="services.carry_out_planned", every=timedelta(hours=1)),
    # Due when somebody sends a file; each hour what an unexpected error left undone.
    Job(name="imports", task="exchange.carry_out_imports", every=timedelta(hours=1)),
    Job(name="put_away_answers", task="outbox.put_away", every=timedelta(hours=24)),
    Job(name="put_away", task="accounts.put_away", every=timedelta(hours=24)),
    Job(name="put_away_on_host", task="accounts.put_away_on_host", every=timedelta(hours=24), host=True),
    Job(name="put_away_files", task="takeout.put_away", every=timedelta(hours=1), host=True),
    Job(
        name="national",
        task="registry.refresh_national",
        every=timedelta(hours=24),
        endpoint="registry",
        host=True,
    ),
    Job(name="measure", task="operators.measure", every=timedelta(hours=1), host=True),
    Job(name="certificates", task="operators.look_at_certificates", every=timedelta(hours=12), host=True),
    Job(name="notices", task="operators.notify", every=timedelta(minutes=5), host=True),
)
JOBS_AT_ONCE = environment.number("KUNTAKANTA_JOBS_AT_ONCE", 8, least=1, most=1000)
JOBS_PER_TOWN = environment.number("KUNTAKANTA_JOBS_PER_TOWN", 2, least=1, most=1000)
JOBS_PER_ENDPOINT = {"registry": environment.number("KUNTAKANTA_JOBS_PER_ENDPOINT", 4, least=1, most=1000)}
# A job whose worker has been silent for this long is taken up by another, at the tick after that.
JOB_STALE_AFTER = timedelta(seconds=environment.number("KUNTAKANTA_JOB_STALE_SECONDS", 20, least=4, most=3600))

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A killed worker's message is delivered again by the broker after this many seconds; the row comes back sooner.
    "visibility_timeout": 3600,
    # Without these two a scan for such messages may come a hundred seconds late.
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the row's heartbeat tells, and the dispatcher sends a new run
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_POOL = "prefork"
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
CELERY_DB_REUSE_MAX = 100  # tasks between two database connections of a worker process
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # kept in memory: all that lasts is in rows
CELERY_BEAT_MAX_LOOP_INTERVAL = 2
CELERY_BEAT_SCHEDULE = {
    # The only entry there is. A tick that was not taken up before the next one came is worthless.
    "dispatch": {"task": "tenants.dispatch", "schedule": 2.0, "options": {"expires": 10}},
}

# --- The catalogue ---------------------------------------------------------------------------------------------------
# Called with each unit of work that changed something, before it commits.
CATALOGUE_PROJECTIONS = ("catalogue.published.projection.project",)

# --- The national catalogue ------------------------------------------------------------------------------------------
REGISTRY_URL = environment.url("KUNTAKANTA_REGISTRY_URL", schemes=("http", "https"))
# Version 12 of the same: its address (with /api/v12) and the key of this host's environment, sent with every request.
REGISTRY_V12_URL = environment.url("KUNTAKANTA_REGISTRY_V12_URL", schemes=("http", "https"))
REGISTRY_V12_KEY = environment.text("KUNTAKANTA_REGISTRY_V12_KEY")
REGISTRY_LOGIN_URL = environment.url("KUNTAKANTA_REGISTRY_LOGIN_URL", schemes=("http", "https"))
REGISTRY_ENVIRONMENT = environment.choice("KUNTAKANTA_REGISTRY_ENVIRONMENT", ("production", "test"), "test")
REGISTRY_CONCURRENCY = environment.number("KUNTAKANTA_REGISTRY_CONCURRENCY", 4, least=1, most=64)

# --- What a town may take of the host, where nothing else was agreed for it -------------------------------------------
QUOTAS = {
    "things": environment.number("KUNTAKANTA_QUOTA_THINGS", 20_000, least=1, most=10_000_000),
    "bytes": environment.number("KUNTAKANTA_QUOTA_MEGABYTES", 2_000, least=1, most=10_000_000) * 2**20,
    "people": environment.number("KUNTAKANTA_QUOTA_PEOPLE", 500, least=1, most=1_000_000),
}

# --- Metrics and notices ---------------------------------------------------------------------------------------------
METRICS_TOKEN = environment.secret("KUNTAKANTA_METRICS_TOKEN")  # without one there are no metrics

# --- Logs ------------------------------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kuntakanta.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {
        "handlers": ["stderr"],
        "level": environment.choice("KUNTAKANTA_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
    },
    # Django's own handlers are replaced; its lines go to the root's.
    "loggers": {"django": {"handlers": [], "propagate": True}, "httpx": {"level": "WARNING"}},
}
