namespace ServicePing.Testing;

/// <summary>An argument that a test expects, or nothing, which leaves it open; generated methods take it.</summary>
/// <typeparam name="T">The type of the argument in the event's method.</typeparam>
public readonly struct Expected<T>
{
    private Expected(T value)
    {
        IsGiven = true;
        Value = value;
    }

    /// <summary>Whether anything is expected.</summary>
    public bool IsGiven { get; }

    /// <summary>What is expected; the default of the type where nothing is.</summary>
    public T Value { get; }

    /// <summary>Expects a value; null expects that there is none.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Expected<T>(T value) => new(value);
}

/// <summary>As <see cref="Expected{T}"/>, for an argument that may be of any type that an event takes.</summary>
public readonly struct ExpectedValue
{
    private ExpectedValue(EventValue value)
    {
        IsGiven = true;
        Value = value;
    }

    /// <summary>Whether anything is expected.</summary>
    public bool IsGiven { get; }

    /// <summary>What is expected; none where nothing is.</summary>
    public EventValue Value { get; }

    /// <summary>Expects a value; <see cref="EventValue.None"/> expects that there is none.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator ExpectedValue(EventValue value) => new(value);

    /// <summary>Expects a whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ExpectedValue(long value) => new(value);

    /// <summary>Expects a whole number, or none.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ExpectedValue(long? value) => new(value);

    /// <summary>Expects a number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ExpectedValue(double value) => new(value);

    /// <summary>Expects a number, or none.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ExpectedValue(double? value) => new(value);

    /// <summary>Expects a text, or none.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator ExpectedValue(string? value) => new(value);

    /// <summary>Expects a boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static implicit operator ExpectedValue(bool value) => new(value);

    /// <summary>Expects a boolean, or none.</summary>
    /// <param name="value">The boolean.</param>
    public static implicit operator ExpectedValue(bool? value) => new(value);

    /// <summary>Expects a UUID.</summary>
    /// <param name="value">The UUID.</param>
    public static implicit operator ExpectedValue(Guid value) => new(value);

    /// <summary>Expects a UUID, or none.</summary>
    /// <param name="value">The UUID.</param>
    public static implicit operator ExpectedValue(Guid? value) => new(value);
}
