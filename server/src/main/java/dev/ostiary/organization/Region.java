package dev.ostiary.organization;

/// Where an organization wants its data kept; the contract's names. We record the wish and no more.
public enum Region {
  US,
  EU
}
