package dev.ostiary.web.page;

/// What an element is made from: its attributes and its content, in any order.
public sealed interface Part permits Html, Attribute {}
