using System.Text.Json;
using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Containers;

/// <summary>Takes single texts out of the files in which container runtimes keep their state. Never throws; texts are cleaned.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The string at a path of property names from the outermost object; <see langword="null"/> if there is none.</summary>
    public static string? Find(ReadOnlySpan<byte> json, params ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(json, s_options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            for (var depth = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                var isOnPath = reader.ValueTextEquals(path[depth]);
                if (!reader.Read())
                {
                    return null;
                }

                if (!isOnPath)
                {
                    reader.Skip();
                }
                else if (++depth == path.Length)
                {
                    return Text(in reader);
                }
                else if (reader.TokenType != JsonTokenType.StartObject)
                {
                    return null;
                }
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // or being written right now
        }

        return null;
    }

    /// <summary>
    /// In an array of objects with <c>id</c> and <c>names</c>, as Podman and CRI-O keep them: the first name of that id.
    /// </summary>
    public static string? FindNameOf(ReadOnlySpan<byte> json, string id)
    {
        var reader = new Utf8JsonReader(json, s_options);
        var isWanted = false;
        string? name = null;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 1)
                {
                    isWanted = false;
                    name = null;
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2)
                {
                    var isId = reader.ValueTextEquals("id"u8);
                    var isNames = reader.ValueTextEquals("names"u8);
                    reader.Read();
                    if (isId)
                    {
                        isWanted = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(id);
                    }
                    else if (isNames && reader.TokenType == JsonTokenType.StartArray)
                    {
                        name = reader.Read() ? Text(in reader) : null;
                        while (reader.TokenType != JsonTokenType.EndArray && reader.Read())
                        {
                            // the other names
                        }
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                if (isWanted && name is not null)
                {
                    return name;
                }
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // or being written right now
        }

        return null;
    }

    private static string? Text(in Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > WireText.LineLength)
        {
            return null;
        }

        try
        {
            return WireText.Clean(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return null; // an escaped half of a surrogate pair
        }
    }

    // The reader says of a half of a surrogate pair that is escaped, in whatever it is made to compare, that it is an invalid operation.
    private static bool IsDamage(Exception exception) => exception is JsonException or InvalidOperationException;
}
