"""An adapter that passes responses to the deserializer of Okta's Python SDK, as installed."""
