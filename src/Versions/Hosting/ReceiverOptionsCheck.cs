using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ServicePing.Versions;

/// <summary>Says all that is wrong with the options at the start of the program.</summary>
internal sealed class ReceiverOptionsCheck : IValidateOptions<ServicePingReceiverOptions>
{
    private const int Mebibyte = 1 << 20;

    public ValidateOptionsResult Validate(string? name, ServicePingReceiverOptions options)
    {
        List<string> problems = [];
        CheckNumber(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1_024, 256 * Mebibyte, problems);
        CheckNumber(
            nameof(options.MaxContentBytes), options.MaxContentBytes, Math.Max(1_024, options.MaxBodyBytes), 512 * Mebibyte, problems);
        CheckNumber(nameof(options.MaxDepth), options.MaxDepth, 2, 1_000, problems);
        CheckNumber(nameof(options.RequestsPerMinuteOfAddress), options.RequestsPerMinuteOfAddress, 1, int.MaxValue, problems);
        CheckNumber(nameof(options.RequestsPerMinuteOfInstance), options.RequestsPerMinuteOfInstance, 1, int.MaxValue, problems);
        CheckNumber(nameof(options.MaxWaiting), options.MaxWaiting, 1, 100_000, problems);
        CheckTime(nameof(options.RetryAfter), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), problems);
        CheckTime(
            nameof(options.KeepDiagnosticsFor), options.KeepDiagnosticsFor, TimeSpan.FromHours(1), TimeSpan.FromDays(3650), problems);
        CheckKeyPath(nameof(options.ActiveUsersKeyPath), options.ActiveUsersKeyPath, problems);
        CheckFeatures(options, problems);
        CheckKey(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckNumber(string name, int value, int least, int most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{nameof(ServicePingReceiverOptions)}.{name} is {value}; it must be {least} to {most}.");
        }
    }

    private static void CheckTime(string name, TimeSpan value, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{nameof(ServicePingReceiverOptions)}.{name} is {value}; it must be {least} to {most}.");
        }
    }

    private static void CheckFeatures(ServicePingReceiverOptions options, List<string> problems)
    {
        foreach ((string feature, IReadOnlyList<string> keyPaths) in options.DevOpsKeyPaths)
        {
            if (!DevOpsFeature.Names.Contains(feature))
            {
                problems.Add(
                    $"{nameof(ServicePingReceiverOptions)}.{nameof(options.DevOpsKeyPaths)} has '{feature}'; the features are "
                    + string.Join(", ", DevOpsFeature.Names) + ".");
            }

            foreach (string keyPath in keyPaths ?? [])
            {
                CheckKeyPath($"{nameof(options.DevOpsKeyPaths)}[\"{feature}\"]", keyPath, problems);
            }
        }
    }

    private static void CheckKeyPath(string name, string? keyPath, List<string> problems)
    {
        if (string.IsNullOrEmpty(keyPath) || keyPath.Split('.').Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(
                $"{nameof(ServicePingReceiverOptions)}.{name} is '{keyPath}'; it must be a key path such as counts_monthly.issues.");
        }
    }

    private static void CheckKey(ServicePingReceiverOptions options, List<string> problems)
    {
        if (options.SigningKeyFile is not { } file)
        {
            return;
        }

        try
        {
            ReceiverKey.FromPem(File.ReadAllText(file)).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            problems.Add(
                $"{nameof(ServicePingReceiverOptions)}.{nameof(options.SigningKeyFile)} is '{file}', which is no PEM file with the private "
                + $"key of an ECDSA key pair over P-256 that this program may read: {exception.Message}");
        }
    }
}
