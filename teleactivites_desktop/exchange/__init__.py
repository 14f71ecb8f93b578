"""The exchange file, encryption, signatures, keys at rest. The only place of the crypto libraries."""
