"""The domain: media, speech and text. Each package stands alone on the kernel."""
